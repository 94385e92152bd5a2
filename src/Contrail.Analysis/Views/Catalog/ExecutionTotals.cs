using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What one goroutine has done so far. Not safe for concurrent use.</summary>
internal sealed class ExecutionTotals
{
    /// <summary>Whether it started in the trace.</summary>
    public bool IsStarted { get; init; }

    /// <summary>The function with which it began; empty as long as no record has it.</summary>
    public string Function { get; private set; } = "";

    /// <summary>How long it ran, in nanoseconds.</summary>
    public double Running { get; private set; }

    /// <summary>How long it was ready to run, in nanoseconds.</summary>
    public double Ready { get; private set; }

    /// <summary>How long it was in system calls, in nanoseconds.</summary>
    public double Syscall { get; private set; }

    /// <summary>How long it waited, in nanoseconds.</summary>
    public double Waiting { get; private set; }

    /// <summary>Adds a state.</summary>
    public void Add(in ExecutionState state)
    {
        Function = state.Function.Length > 0 ? state.Function : Function;
        double nanoseconds = state.Range.Nanoseconds;
        switch (state.Activity)
        {
            case ThreadActivity.Running:
                Running += nanoseconds;
                break;
            case ThreadActivity.Ready:
                Ready += nanoseconds;
                break;
            case ThreadActivity.Syscall:
                Syscall += nanoseconds;
                break;
            case ThreadActivity.Waiting:
                Waiting += nanoseconds;
                break;
        }
    }
}
