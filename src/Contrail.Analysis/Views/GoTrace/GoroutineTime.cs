using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Analysis.Views.GoTrace;

/// <summary>What one goroutine, or a group of them, has done so far; nanoseconds.</summary>
internal sealed class GoroutineTime
{
    private readonly NamedTimes _blocked = new();

    public double Running { get; private set; }

    public double WaitingToRun { get; private set; }

    public double InSyscalls { get; private set; }

    public int Count { get; private set; }

    public void AddOne() => Count++;

    /// <summary>Adds all times of the other. The count stays.</summary>
    public void Add(GoroutineTime other)
    {
        Running += other.Running;
        WaitingToRun += other.WaitingToRun;
        InSyscalls += other.InSyscalls;
        _blocked.Add(other._blocked);
    }

    public void Add(GoState state, string reason, double nanoseconds)
    {
        switch (state)
        {
            case GoState.Running:
                Running += nanoseconds;
                break;
            case GoState.Runnable:
                WaitingToRun += nanoseconds;
                break;
            case GoState.Syscall:
                InSyscalls += nanoseconds;
                break;
            case GoState.Waiting:
                _blocked.Add(reason, nanoseconds);
                break;
        }
    }

    public GoroutineGroup ToGroup(string function) => new()
    {
        Function = function,
        Count = Count,
        Running = Elapsed.ToTimeSpan(Running),
        WaitingToRun = Elapsed.ToTimeSpan(WaitingToRun),
        InSyscalls = Elapsed.ToTimeSpan(InSyscalls),
        Blocked = _blocked.Conclude(),
    };
}
