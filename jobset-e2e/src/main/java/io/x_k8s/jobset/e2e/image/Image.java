package io.x_k8s.jobset.e2e.image;

import java.util.List;
import java.util.Map;

/**
 * A container image to be.
 *
 * @param layers the files, of which later ones hide earlier ones
 * @param environment variables of its processes, beside {@code PATH}
 * @param command what a container runs unless it is told otherwise
 */
public record Image(List<Layer> layers, Map<String, String> environment, List<String> command) {

  /** An image of one layer. */
  public static Image of(Layer layer, String... command) {
    return new Image(List.of(layer), Map.of(), List.of(command));
  }
}
