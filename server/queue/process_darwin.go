package queue

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// machineID identifies the running kernel.
func machineID() string {
	id, err := unix.Sysctl("kern.bootsessionuuid")
	if err != nil || id == "" {
		return unidentified
	}
	return strings.ReplaceAll(id, "-", "")[:12]
}

// processStart returns the start time of a process in microseconds, and whether the
// process is running.
func processStart(pid int) (start string, running bool) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return unidentified, unix.Kill(pid, 0) != unix.ESRCH
	}
	t := info.Proc.P_starttime
	return strconv.FormatInt(t.Sec*1_000_000+int64(t.Usec), 10), true
}
