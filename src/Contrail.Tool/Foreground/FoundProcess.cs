namespace Contrail.Tool.Foreground;

/// <summary>A process that can be recorded, with its start time, because process ids are reused.</summary>
internal readonly record struct FoundProcess(int Pid, ulong StartTicks);
