using System.Globalization;
using System.IO.Enumeration;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>
/// Reads what the threads of a process do: the sum of all of them, how many are in each state, and the figures of the
/// busiest. The work of a turn is bounded: of very many threads, some are read in one turn and some in the next. Not
/// thread-safe.
/// </summary>
/// <param name="folder">The folder of the threads, which this closes.</param>
internal sealed class ThreadFigures(PinnedFolder folder) : IDisposable
{
    /// <summary>Threads beyond are not read.</summary>
    public const int MaxThreads = 4_096;

    /// <summary>Threads whose file is kept open: reading it costs a fifth of opening it each time.</summary>
    private const int MaxKeptOpen = 256;

    /// <summary>The most others that a turn reads.</summary>
    private const int MaxReadOnce = 1_024;

    /// <summary>The most threads whose state a turn reads, of those that have run since, next to the busiest.</summary>
    private const int MaxStates = 16;

    // Attributes would be a call of the kernel for each thread.
    private static readonly EnumerationOptions Listing = new() { AttributesToSkip = 0 };

    private readonly ThreadTexts _texts = new(folder);
    private readonly BusiestThreads _busiest = new();
    private readonly Dictionary<int, ThreadEntry> _byId = [];
    private readonly List<ThreadEntry> _threads = [];
    private long _turn;
    private int _keptCount;
    private int _nextStateIndex;
    private int _listedCount;
    private bool _hasEnded;
    private bool _wasFull;
    private long _runQueueDelay;
    private long _runCount;

    /// <summary>Reads the threads, in turns if they are many.</summary>
    /// <param name="buffer">The place for the text of a file.</param>
    /// <param name="threadCount">
    /// How many threads the process has. They are listed again only if this is another number than before, or if one
    /// could not be read any more: otherwise they are the same.
    /// </param>
    public void Read(Span<byte> buffer, long threadCount)
    {
        _turn++;
        if (threadCount != _listedCount || _hasEnded)
        {
            _hasEnded = false;
            List();
            RemoveEnded();
        }

        if (_turn == 1 && _threads.Count > 0)
        {
            _texts.ProbeSchedstat(_threads[0], buffer);
        }

        ReadActivities(buffer);
    }

    /// <summary>Reads only the threads that were the busiest in the last turn.</summary>
    public void ReadBusiest(Span<byte> buffer)
    {
        foreach (ThreadEntry thread in _busiest.Threads)
        {
            ReadActivity(thread, buffer);
        }
    }

    /// <summary>Reports the busiest threads that were active since the last turn.</summary>
    public void Report(Span<byte> buffer, IFigureSink sink)
    {
        foreach (ThreadEntry thread in _busiest.Threads)
        {
            if (thread.Activity > 0)
            {
                _texts.Report(thread, buffer, sink);
            }
        }
    }

    /// <summary>Sets the columns of the process that are sums of its threads.</summary>
    public void SetSums(Span<long> values)
    {
        bool isKnown = _texts.HasSchedstat && _turn > 0;
        values[ThreadColumns.RunQueueDelay] = isKnown ? _runQueueDelay : FigureTable.Unknown;
        values[ThreadColumns.RunCount] = isKnown ? _runCount : FigureTable.Unknown;
    }

    /// <summary>
    /// Reads the states of threads, and sets the columns of the process that count them. After <see cref="Report"/>,
    /// which has read those of the busiest.
    /// </summary>
    public void SetStates(Span<byte> buffer, Span<long> values)
    {
        ReadStates(buffer);
        ThreadColumns.ClearStates(values);
        foreach (ThreadEntry thread in _threads)
        {
            if (ThreadColumns.OfState(thread.State) is { } index)
            {
                values[index]++;
            }
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _threads.ForEach(thread => thread.Dispose());
        _threads.Clear();
        _byId.Clear();
        folder.Dispose();
    }

    // A thread that was listed in an earlier turn, but had no place, is not new.
    private void List()
    {
        try
        {
            _listedCount = 0;
            foreach (int id in new FileSystemEnumerable<int>(folder.Path, IdOf, Listing))
            {
                _listedCount++;
                if (_byId.TryGetValue(id, out ThreadEntry? known))
                {
                    known.ListedTurn = _turn;
                }
                else if (_threads.Count < MaxThreads)
                {
                    Add(id);
                }
                else
                {
                    _wasFull = true;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process has ended: no thread is listed.
        }
    }

    private static int IdOf(ref FileSystemEntry entry) =>
        int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0;

    private void Add(int id)
    {
        ThreadEntry added = new(id, isNew: _turn > 1 && !_wasFull) { ListedTurn = _turn };
        if (_keptCount < MaxKeptOpen && _texts.HasSchedstat)
        {
            added.Kept = _texts.Open(added);
            _keptCount += added.Kept is null ? 0 : 1;
        }

        _byId.Add(id, added);
        _threads.Add(added);
    }

    private void RemoveEnded()
    {
        int keptIndex = 0;
        for (int index = 0; index < _threads.Count; index++)
        {
            ThreadEntry thread = _threads[index];
            if (thread.ListedTurn == _turn)
            {
                _threads[keptIndex++] = thread;
                continue;
            }

            _keptCount -= thread.Kept is null ? 0 : 1;
            _byId.Remove(thread.Id);
            thread.Dispose();
        }

        _threads.RemoveRange(keptIndex, _threads.Count - keptIndex);
    }

    // With twice as many threads as a turn reads, each is due in every second turn.
    private void ReadActivities(Span<byte> buffer)
    {
        int otherCount = _threads.Count - _keptCount;
        int dueTurns = (otherCount + MaxReadOnce - 1) / MaxReadOnce;
        int readCount = 0;
        _busiest.Clear();
        foreach (ThreadEntry thread in _threads)
        {
            bool isDue = thread.ReadTurn == 0 || thread.ReadTurn + dueTurns <= _turn;
            thread.Activity = 0;
            if (thread.Kept is not null || (isDue && readCount++ < MaxReadOnce))
            {
                ReadActivity(thread, buffer);
                _busiest.Add(thread);
            }
        }
    }

    private void ReadActivity(ThreadEntry thread, Span<byte> buffer)
    {
        thread.Activity = 0;
        thread.ReadTurn = _turn;
        if (_texts.ReadActivity(thread, buffer) is { } more)
        {
            _runQueueDelay = SaturatingSum.Of(_runQueueDelay, more.Delay);
            _runCount = SaturatingSum.Of(_runCount, more.Count);
        }
        else
        {
            _hasEnded = true;
        }
    }

    // A thread that has not run since its state was read is in it still.
    private void ReadStates(Span<byte> buffer)
    {
        int readCount = 0;
        for (int offset = 0; offset < _threads.Count && readCount < MaxStates; offset++)
        {
            _nextStateIndex = (_nextStateIndex + 1) % _threads.Count;
            ThreadEntry thread = _threads[_nextStateIndex];
            if (thread.IsStateStale)
            {
                _texts.ReadState(thread, buffer);
                readCount++;
            }
        }
    }
}
