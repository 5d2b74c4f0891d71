package io.x_k8s.jobset.agent;

import java.util.OptionalInt;

/**
 * As much of a JobSet as the agent goes by.
 *
 * @param bypassed whether its Pods work without the agent: the strategy is another one, or the user
 *     has switched it off
 * @param current the attempt whose workers may run
 * @param previous the attempt up to which agents have to restart
 */
record JobSetState(boolean bypassed, OptionalInt current, OptionalInt previous) {}
