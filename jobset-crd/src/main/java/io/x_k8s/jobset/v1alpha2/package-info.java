/**
 * The JobSet API, {@code jobset.x-k8s.io/v1alpha2}: model classes, their builders, and the
 * well-known values, labels and annotations.
 *
 * <p>Rules that hold for every class here:
 *
 * <ul>
 *   <li>An absent field is null, also when it is a list; only the counters that the controller
 *       always writes are plain numbers. Defaults are filled in by the API server and by the
 *       operator, never by these classes.
 *   <li>An empty list is written as such. The API tells it from an absent one: {@code dependsOn:
 *       []} counts as present, and a field that may not change must keep its empty lists.
 *   <li>Fields that a class does not know are kept in its additional properties.
 *   <li>Jackson reads and writes the fields by its annotations alone, in version 2 as in version 3.
 * </ul>
 */
package io.x_k8s.jobset.v1alpha2;
