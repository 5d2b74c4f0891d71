/**
 * The small machine that runs a controller: object caches kept current by list and watch, a work
 * queue with its workers, leader election with a write fence, event recording, write limits and
 * health endpoints. It knows nothing of JobSets.
 */
package io.x_k8s.jobset.operator.runtime;
