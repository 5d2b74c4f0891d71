package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"jobset.x-k8s.io/local-cluster/lifeline"
)

// runOutside starts the inside, ends it when it is told to or when the owner ends, and returns the exit code.
func runOutside(config settings, file string) int {
	// The inside is killed when the thread that started it ends: keep the main goroutine on it.
	runtime.LockOSThread()
	ownerEnds := lifeline.Watch()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGTERM, syscall.SIGINT)

	groups, err := findCgroups(config.Cgroup)
	if err != nil {
		fail("use control groups", err)
	}
	defer groups.remove()
	if err := groups.create(); err != nil {
		fmt.Fprintln(os.Stderr, "The node cannot make its control groups:", err)
		return 1
	}
	server, err := net.Listen("unix", config.ServerSocket)
	if err != nil {
		fmt.Fprintln(os.Stderr, "The node cannot listen on", config.ServerSocket+":", err)
		return 1
	}
	go relay(server, func() (net.Conn, error) { return net.Dial("tcp", config.Server) })

	inside := exec.Command("/proc/self/exe", file, insideArgument)
	inside.Stdout, inside.Stderr = os.Stdout, os.Stderr
	inside.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET |
			syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig: syscall.SIGKILL,
	}
	if err := inside.Start(); err != nil {
		if errors.Is(err, syscall.EPERM) {
			err = fmt.Errorf("this process may not make namespaces, as in an unprivileged container: %w", err)
		}
		fmt.Fprintln(os.Stderr, "The node cannot start:", err)
		return 1
	}
	ended := make(chan struct{})
	go func() {
		_ = inside.Wait() // returns when no process of the namespace is left
		close(ended)
	}()

	code := 0
	select {
	case <-ended:
		code = 1
	case <-ownerEnds:
		code = 1
	case <-interrupts:
	}
	_ = inside.Process.Kill()
	<-ended
	return code
}
