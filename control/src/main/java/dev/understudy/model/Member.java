package dev.understudy.model;

/**
 * One member of a structure.
 *
 * @param name as the model spells it
 * @param wireName element, label, parameter or header name
 * @param required whether requests without it are refused
 */
public record Member(String name, String wireName, Place place, boolean required, Shape shape) {}
