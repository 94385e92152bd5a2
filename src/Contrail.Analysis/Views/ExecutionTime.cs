using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>What one goroutine, or a group of them, has done so far; nanoseconds.</summary>
internal sealed class ExecutionTime
{
    private const string NoReason = "unspecified";

    private readonly NamedTimes _blocked = new();

    public double Running { get; private set; }

    public double WaitingToRun { get; private set; }

    public double InSyscalls { get; private set; }

    public int Count { get; private set; }

    public void AddOne() => Count++;

    /// <summary>Adds all times of the other. The count stays.</summary>
    public void Add(ExecutionTime other)
    {
        Running += other.Running;
        WaitingToRun += other.WaitingToRun;
        InSyscalls += other.InSyscalls;
        _blocked.Add(other._blocked);
    }

    public void Add(ThreadActivity activity, string reason, double nanoseconds)
    {
        switch (activity)
        {
            case ThreadActivity.Running:
                Running += nanoseconds;
                break;
            case ThreadActivity.Ready:
                WaitingToRun += nanoseconds;
                break;
            case ThreadActivity.Syscall:
                InSyscalls += nanoseconds;
                break;
            case ThreadActivity.Waiting:
                _blocked.Add(reason.Length > 0 ? reason : NoReason, nanoseconds);
                break;
        }
    }

    public ExecutionGroup ToGroup(string function) => new()
    {
        Function = function,
        Count = Count,
        Running = Elapsed.ToTimeSpan(Running),
        WaitingToRun = Elapsed.ToTimeSpan(WaitingToRun),
        InSyscalls = Elapsed.ToTimeSpan(InSyscalls),
        Blocked = _blocked.Conclude(),
    };
}
