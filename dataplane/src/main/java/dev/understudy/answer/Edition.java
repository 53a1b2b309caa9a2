package dev.understudy.answer;

import dev.understudy.health.HealthView;
import dev.understudy.routing.Geography;
import dev.understudy.zone.AnswerTree;

/**
 * All that one query may read, frozen together, so that a tree's health slots always mean the view
 * beside it.
 *
 * @param revision the last revision of the intent that the tree contains; never goes back
 */
public record Edition(long revision, AnswerTree tree, HealthView health, Geography geography) {}
