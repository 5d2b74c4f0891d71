// Package lifeline ties the life of a cluster's process to the one that started it.
package lifeline

import (
	"io"
	"os"
	"syscall"
	"time"
)

const (
	// tied is set when the standard input is a pipe that the starting process holds open.
	tied = "JOBSET_CLUSTER_TIED"
	// folder is the cluster's folder. Set for one process of the cluster only: it clears up after all of them.
	folder = "JOBSET_CLUSTER_FOLDER"
)

// Attach is called first of all by every process of a local cluster: it leaves the terminal, and ends when its owner does.
func Attach() {
	directory := os.Getenv(folder)
	_ = os.Unsetenv(folder)
	ownerEnds := Watch()
	go func() {
		<-ownerEnds
		if directory != "" {
			removeAfterOthers(directory)
		}
		os.Exit(1)
	}()
}

// Watch is Attach for a process that has more to do at its owner's end than to end: the channel is closed then. It never is
// if the process is not tied to an owner.
//
// It leaves the terminal's process group: an interrupt from the keyboard is for the program that owns the cluster, which
// may still need the API server to end in good order, and a detached cluster must not die with its terminal.
//
// The kernel closes the pipe on standard input however the owner ends, SIGKILL included, so its end is the one sign
// of the owner's death that cannot be missed (a parent's pid can be reused; Linux' parent death signal follows a thread).
func Watch() <-chan struct{} {
	_, _ = syscall.Setsid() // refused only to a group's leader: one that was started by hand, and is to be interrupted by hand

	isTied := os.Getenv(tied) != ""
	_ = os.Unsetenv(tied)
	ownerEnds := make(chan struct{})
	if isTied {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			close(ownerEnds)
		}()
	}
	return ownerEnds
}

// removeAfterOthers removes the folder again until it stays away: the other processes may be writing their last lines, and
// a node takes a moment to end its containers.
func removeAfterOthers(directory string) {
	for range 100 {
		_ = os.RemoveAll(directory)
		time.Sleep(100 * time.Millisecond)
		if _, err := os.Stat(directory); os.IsNotExist(err) {
			return
		}
	}
}
