using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The goroutines with one start function. Not safe for concurrent use.</summary>
internal sealed class ExecutionsByFunction
{
    /// <summary>How many; one counts again after a gap.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them started in the trace.</summary>
    public long StartedCount { get; private set; }

    /// <summary>How many of them ended in the trace.</summary>
    public long EndedCount { get; private set; }

    /// <summary>How long they ran, in nanoseconds.</summary>
    public double Running { get; private set; }

    /// <summary>How long they were ready to run, in nanoseconds.</summary>
    public double Ready { get; private set; }

    /// <summary>How long they were in system calls, in nanoseconds.</summary>
    public double Syscall { get; private set; }

    /// <summary>How long they waited, in nanoseconds.</summary>
    public double Waiting { get; private set; }

    /// <summary>Where they waited, by duration.</summary>
    public PlaceTally Places { get; } = new();

    /// <summary>Adds a goroutine.</summary>
    public void Add(ExecutionTotals goroutine, bool hasEnded)
    {
        Count++;
        StartedCount += goroutine.IsStarted ? 1 : 0;
        EndedCount += hasEnded ? 1 : 0;
        Running += goroutine.Running;
        Ready += goroutine.Ready;
        Syscall += goroutine.Syscall;
        Waiting += goroutine.Waiting;
    }
}
