using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>Reads the files of one thread after the other. Not thread-safe.</summary>
/// <param name="folder">The folder of the threads of a process.</param>
internal sealed class ThreadTexts(PinnedFolder folder)
{
    private static readonly FigureEvent Described = FigureTable.BusyThread;
    private static readonly FileParser Stat = FileParser.Of(FigureFiles.ThreadStat, Described);
    private static readonly FileParser Schedstat = FileParser.Of(FigureFiles.ThreadSchedstat, Described);
    private static readonly FileParser Status = FileParser.Of(FigureFiles.ThreadStatus, Described);
    private static readonly int UserIndex = Described.IndexOf("UserTime");
    private static readonly int SystemIndex = Described.IndexOf("SystemTime");
    private static readonly int RunIndex = Described.IndexOf("RunTime");
    private static readonly int DelayIndex = Described.IndexOf("RunQueueDelay");
    private static readonly int CountIndex = Described.IndexOf("RunCount");

    private readonly long[] _values = new long[FigureRecord.MaxColumns];

    /// <summary>Whether the kernel shows how long threads wait for a processor; true until it is known.</summary>
    public bool HasSchedstat { get; private set; } = true;

    /// <summary>Opens the <c>schedstat</c> of a thread to be kept open; null if that fails.</summary>
    public RereadFile? Open(ThreadEntry thread) => folder.OpenFile(
        thread.NameOf("/schedstat\0"u8, stackalloc byte[ThreadEntry.MaxNameBytes]));

    /// <summary>
    /// Reads how long a thread ran and waited, and returns the delay and the count since the last time; null if it
    /// could not be read.
    /// </summary>
    public (long Delay, long Count)? ReadActivity(ThreadEntry thread, Span<byte> buffer)
    {
        Clear();
        if (HasSchedstat)
        {
            ReadSchedstat(thread, buffer);
            return _values[CountIndex] < 0
                ? null
                : thread.Take(_values[RunIndex], _values[DelayIndex], _values[CountIndex]);
        }

        ReadOnlySpan<byte> stat = Read(thread, "/stat\0"u8, buffer);
        Stat.Parse(stat, _values);
        thread.TakeState(StatText.StateOf(stat));
        return _values[UserIndex] < 0 || _values[SystemIndex] < 0
            ? null
            : thread.Take(SaturatingSum.Of(_values[UserIndex], _values[SystemIndex]), 0, 0);
    }

    /// <summary>
    /// Finds out on a thread that is alive whether the kernel fills <c>schedstat</c>: some have none, or only zeros.
    /// </summary>
    public void ProbeSchedstat(ThreadEntry thread, Span<byte> buffer)
    {
        Clear();
        ReadSchedstat(thread, buffer);
        HasSchedstat = _values[CountIndex] > 0 || Read(thread, "/stat\0"u8, buffer).IsEmpty;
    }

    /// <summary>Reads the state of a thread.</summary>
    public void ReadState(ThreadEntry thread, Span<byte> buffer) =>
        thread.TakeState(StatText.StateOf(Read(thread, "/stat\0"u8, buffer)));

    /// <summary>Reads all figures of a thread; nothing is reported if it has ended.</summary>
    public void Report(ThreadEntry thread, Span<byte> buffer, IFigureSink sink)
    {
        Clear();
        Span<byte> name = stackalloc byte[FigureRecord.MaxTextBytes];
        ReadOnlySpan<byte> stat = Read(thread, "/stat\0"u8, buffer);
        if (stat.IsEmpty)
        {
            return;
        }

        Stat.Parse(stat, _values);
        thread.TakeState(StatText.StateOf(stat));
        ReadOnlySpan<byte> found = StatText.NameOf(stat);
        int nameBytes = Math.Min(found.Length, name.Length);
        found[..nameBytes].CopyTo(name);
        ReadOnlySpan<byte> status = Read(thread, "/status\0"u8, buffer);
        Status.Parse(status, _values);
        int threadId = StatText.InnermostIdOf(status) ?? thread.Id;
        if (HasSchedstat)
        {
            _values[RunIndex] = thread.RunTime;
            _values[DelayIndex] = thread.RunQueueDelay;
            _values[CountIndex] = thread.RunCount;
        }

        sink.Add(Described, threadId, name[..nameBytes], _values.AsSpan(0, Described.Columns.Count));
    }

    private void ReadSchedstat(ThreadEntry thread, Span<byte> buffer)
    {
        ReadOnlySpan<byte> text = thread.Kept is { } kept
            ? buffer[..kept.Read(buffer)]
            : Read(thread, "/schedstat\0"u8, buffer);
        Schedstat.Parse(text, _values);
    }

    private ReadOnlySpan<byte> Read(ThreadEntry thread, ReadOnlySpan<byte> fileName, Span<byte> buffer)
    {
        Span<byte> name = thread.NameOf(fileName, stackalloc byte[ThreadEntry.MaxNameBytes]);
        return buffer[..folder.ReadOnce(name, buffer)];
    }

    private void Clear() => _values.AsSpan().Fill(FigureTable.Unknown);
}
