//go:build !linux && !darwin

package queue

// machineID is not supported on this system: the jobs of a dead process are taken over
// when their leases expire.
func machineID() string { return unidentified }

func processStart(int) (start string, running bool) { return unidentified, true }
