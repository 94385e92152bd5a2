using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// How long threads of the operating system ran, waited for a processor, and were blocked: the busiest by themselves,
/// and all of the process together. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadScheduling
{
    private const int MaxThreads = 4_096;

    private readonly BoundedGroups<long, ThreadUse> _threads = new(MaxThreads);

    /// <summary>The table of the process.</summary>
    public static TableDescription Process { get; } = new(
        "process", "The process: what all its threads did",
        new ViewColumn("time", "time", ViewUnit.Duration),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("average", "average", ViewUnit.Number),
        new ViewColumn("use", "threads", ViewUnit.Text),
        new ViewColumn("known", "known for", ViewUnit.Duration),
        new ViewColumn("source", "source", ViewUnit.Text));

    /// <summary>The table of the busiest threads.</summary>
    public static TableDescription Threads { get; } = new(
        "threads", "The busiest threads, with shares of the time for which each is known",
        new ViewColumn("running", "running", ViewUnit.Duration),
        new ViewColumn("runningShare", "share", ViewUnit.Share),
        new ViewColumn("waiting", "waiting for a processor", ViewUnit.Duration),
        new ViewColumn("waitingShare", "share", ViewUnit.Share),
        new ViewColumn("blocked", "blocked", ViewUnit.Duration),
        new ViewColumn("blockedShare", "share", ViewUnit.Share),
        new ViewColumn("known", "known for", ViewUnit.Duration),
        new ViewColumn("forced", "forced off", ViewUnit.Count),
        new ViewColumn("voluntary", "went to wait", ViewUnit.Count),
        new ViewColumn("thread", "thread", ViewUnit.Text));

    /// <summary>Adds a reading; one that is about no thread is left out.</summary>
    public void Add(in FigureReading reading)
    {
        if (reading.Event == FigureTable.BusyThread)
        {
            _threads.Find(reading.ExecutionId)?.Add(reading);
        }
    }

    /// <summary>The rows of the process.</summary>
    public static ViewTable ProcessTable(UsedTimes times)
    {
        TimeUse[] parts = [TimeUse.User, TimeUse.System, TimeUse.Waiting, TimeUse.Blocked];
        double? all = parts.All(use => times[use].Average is not null)
            ? parts.Sum(use => times[use].Average!.Value)
            : null;
        return new ViewTable(Process).AddAll(times.Uses, one =>
        [
            one.Nanoseconds,
            one.Use switch
            {
                TimeUse.Paused => one.Average,
                TimeUse.Throttled => null,
                _ => one.Average / all,
            },
            one.Use == TimeUse.Paused ? null : one.Average,
            TimeUseText.Of(one.Use),
            one.Of > 0 ? one.Of : (double?)null,
            TimeUseText.SourceOf(one),
        ]);
    }

    /// <summary>The rows of threads; those of which two readings are known.</summary>
    /// <param name="text">Names a thread.</param>
    public ViewTable ThreadTable(Func<long, string> text)
    {
        ViewTable table = new(Threads);
        foreach ((long id, ThreadUse thread) in _threads.All.Where(pair => pair.Value.Known > 0)
            .OrderByDescending(pair => (pair.Value.Running ?? 0) + (pair.Value.Waiting ?? 0))
            .ThenBy(pair => pair.Key))
        {
            double known = thread.Known;
            table.Add(
                thread.Running, thread.Running / known, thread.Waiting, thread.Waiting / known,
                thread.Blocked, thread.Blocked / known, known,
                (long?)thread.Find("InvoluntarySwitches")?.Change, (long?)thread.Find("VoluntarySwitches")?.Change,
                text(id));
        }

        return table;
    }

    /// <summary>What limits the answer.</summary>
    public IEnumerable<string> Notes(UsedTimes times)
    {
        yield return "Each second lists at most the 8 threads that ran or waited for a processor longest. A thread is "
            + "known from its first to its last reading"
            + (OnceCount > 0 ? $"; left out with one reading only: {ViewText.Counted(OnceCount, "thread")}." : ".");
        if (times[TimeUse.User].Nanoseconds + times[TimeUse.System].Nanoseconds is > 0 and var used)
        {
            double running = _threads.All.Sum(pair => pair.Value.Running ?? 0);
            yield return $"The threads of the table used {ViewText.Percent(Math.Min(1, running / used))} of the "
                + "processor time of the process. The kernel counts its user and system time in steps of 10 ms.";
        }

        foreach (string note in _threads.Notes("readings"))
        {
            yield return note;
        }
    }

    private int OnceCount => _threads.All.Count(pair => pair.Value.Known <= 0);
}
