package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	hierarchies = "/sys/fs/cgroup"
	// own is the part that the node's programs are in; the kubelet makes the parts of Pods beside it.
	own = "node"
)

// cgroups are the node's folders, one in each hierarchy: many with version 1 of control groups, one with version 2.
type cgroups struct {
	folders []string
	unified bool
}

func findCgroups(name string) (cgroups, error) {
	if controllers, err := os.ReadFile(filepath.Join(hierarchies, "cgroup.controllers")); err == nil {
		if len(strings.Fields(string(controllers))) > 0 {
			return cgroups{folders: []string{filepath.Join(hierarchies, name)}, unified: true}, nil
		}
	}
	members, err := filepath.Glob(filepath.Join(hierarchies, "*", "cgroup.procs"))
	if err != nil {
		return cgroups{}, err
	}
	if len(members) == 0 {
		return cgroups{}, fmt.Errorf("no hierarchy is mounted in %s", hierarchies)
	}
	var found cgroups
	for _, file := range members {
		found.folders = append(found.folders, filepath.Join(filepath.Dir(file), name))
	}
	return found, nil
}

func (c cgroups) create() error {
	for _, folder := range c.folders {
		if c.unified {
			if err := passControllers(filepath.Dir(folder)); err != nil {
				return err
			}
		}
		if err := os.MkdirAll(filepath.Join(folder, own), 0o755); err != nil {
			return err
		}
		if c.unified {
			if err := passControllers(folder); err != nil {
				return err
			}
		}
	}
	return nil
}

// passControllers lets the children of a group have what it has itself.
func passControllers(folder string) error {
	controllers, err := os.ReadFile(filepath.Join(folder, "cgroup.controllers"))
	if err != nil {
		return err
	}
	for _, each := range strings.Fields(string(controllers)) {
		file := filepath.Join(folder, "cgroup.subtree_control")
		if err := os.WriteFile(file, []byte("+"+each), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// joinCgroups makes this process, and those that it will start, members: so they can be told from others.
func joinCgroups(name string) error {
	groups, err := findCgroups(name)
	if err != nil {
		return err
	}
	for _, folder := range groups.folders {
		if err := os.WriteFile(filepath.Join(folder, own, "cgroup.procs"), []byte("0"), 0o644); err != nil {
			if filepath.Base(filepath.Dir(folder)) == "cpuset" {
				continue // has no processors of its own before somebody gives it some
			}
			return err
		}
	}
	return nil
}

// remove removes them when all their processes have ended, which may be a moment ago.
func (c cgroups) remove() {
	var left error
	for range 50 {
		left = nil
		for _, folder := range c.folders {
			left = errors.Join(left, removeTree(folder))
		}
		if left == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	fmt.Fprintln(os.Stderr, "The node's control groups stay:", left)
}

// removeTree removes a group with those in it. The files of a group are not to be removed, and go with it.
func removeTree(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() {
			if err := removeTree(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
