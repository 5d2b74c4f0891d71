/**
 * The agent of in-place restarts (specification of the controller, section 21): it holds a Pod's
 * worker back until all Pods of the JobSet are in the same attempt, and ends to have the containers
 * restarted when the JobSet's status says that this attempt is outdated.
 */
package io.x_k8s.jobset.agent;
