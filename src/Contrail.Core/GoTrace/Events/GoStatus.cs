namespace Contrail.Core.GoTrace.Events;

/// <summary>The status of a goroutine, as the format numbers it.</summary>
internal enum GoStatus : byte
{
    Bad,
    Runnable,
    Running,
    Syscall,
    Waiting,
}
