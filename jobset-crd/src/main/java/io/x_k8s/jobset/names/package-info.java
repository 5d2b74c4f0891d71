/**
 * Names, keys and indexes that follow from a JobSet's spec alone (specification of the controller,
 * section 1; of the API, sections 9 and 10). Pure functions; nothing here talks to a cluster.
 */
package io.x_k8s.jobset.names;
