package dev.understudy.incident;

import java.util.List;

/**
 * What is watched at a moment.
 *
 * @param checks how many health checks there are
 * @param unhealthy ids of those that are
 */
public record Watch(int checks, List<String> unhealthy) {
  public Watch {
    unhealthy = List.copyOf(unhealthy);
  }
}
