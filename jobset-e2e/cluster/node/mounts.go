package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// scratch are the folders in which a node's programs keep state where no setting says otherwise.
var scratch = []string{"/run", "/var/lib", "/var/log"}

// tunables are the kernel's settings that a kubelet changes, for the whole machine, which is not its own here.
var tunables = []string{
	"kernel/keys/root_maxbytes",
	"kernel/keys/root_maxkeys",
	"kernel/panic",
	"kernel/panic_on_oops",
	"vm/overcommit_memory",
	"vm/panic_on_oom",
}

// arrangeMounts makes the node's own view of the machine's files: the same, but with empty scratch folders. What is mounted
// here is seen here only.
func arrangeMounts(kept ...string) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts stay visible outside: %w", err)
	}
	// Volumes that are mounted later must appear in containers.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""); err != nil {
		return fmt.Errorf("mounts cannot be shared with containers: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("/proc: %w", err)
	}
	for _, folder := range scratch {
		if err := mountScratch(folder, kept); err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
	}
	for _, tunable := range tunables {
		if err := mountCopy("/proc/sys/" + tunable); err != nil {
			return fmt.Errorf("/proc/sys/%s: %w", tunable, err)
		}
	}
	return nil
}

// mountScratch hides a folder behind an empty one, except for the kept folders in it.
func mountScratch(folder string, kept []string) error {
	handles := make(map[string]int)
	for _, each := range kept {
		real, err := filepath.EvalSymlinks(each)
		if err != nil {
			return err
		}
		if strings.HasPrefix(real, folder+"/") {
			handle, err := unix.Open(real, unix.O_PATH, 0)
			if err != nil {
				return err
			}
			defer unix.Close(handle)
			handles[real] = handle
		}
	}
	if err := unix.Mount("tmpfs", folder, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=0755"); err != nil {
		return err
	}
	for path, handle := range handles {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(fmt.Sprintf("/proc/self/fd/%d", handle), path, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return err
		}
	}
	return nil
}

// mountCopy hides a file behind a copy, which takes what is written to it.
func mountCopy(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	copied, err := os.CreateTemp("/run", "tunable-")
	if err != nil {
		return err
	}
	_, err = copied.Write(content)
	if err := errors.Join(err, copied.Close()); err != nil {
		return err
	}
	return unix.Mount(copied.Name(), file, "", unix.MS_BIND, "")
}
