/**
 * The admission server: what the API server asks before it stores an object, and what it is
 * answered. Handlers decide; the server around them reads, bounds and writes.
 */
package io.x_k8s.jobset.operator.admission;
