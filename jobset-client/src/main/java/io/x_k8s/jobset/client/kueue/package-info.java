/**
 * The little that a program needs of <a href="https://kueue.sigs.k8s.io">Kueue</a>, which holds
 * JobSets back until there is room for all their Pods.
 */
package io.x_k8s.jobset.client.kueue;
