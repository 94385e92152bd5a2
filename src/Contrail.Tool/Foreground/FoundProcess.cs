namespace Contrail.Tool.Foreground;

/// <summary>A process that can be recorded, with its start: another process may get the same id.</summary>
internal readonly record struct FoundProcess(int Pid, ulong StartTicks);
