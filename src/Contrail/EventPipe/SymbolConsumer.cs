using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>Feeds the symbol table from a stream of its own: the live symbols session, or a rundown.</summary>
internal sealed class SymbolConsumer : IChunkConsumer, INetTraceVisitor
{
    /// <summary>
    /// What the stream's own threads and metadata may take, each: a peer can name threads without end. 20,000 threads.
    /// </summary>
    private const long MaxReaderBytes = 4 << 20;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(5);

    private readonly SymbolTable _symbols;
    private readonly NetTraceReader _reader;
    private readonly Func<TraceTicks?> _historyStart;
    private readonly TimeProvider _time;
    private long _tableBytes;
    private long _forgotAt;

    /// <param name="symbols">The table.</param>
    /// <param name="time">The clock of the recorder.</param>
    /// <param name="historyStart">From when on names are needed; null if all are.</param>
    public SymbolConsumer(SymbolTable symbols, TimeProvider time, Func<TraceTicks?>? historyStart = null)
    {
        _time = time;
        _forgotAt = time.GetTimestamp();
        _symbols = symbols;
        _historyStart = historyStart ?? (() => null);
        _reader = new NetTraceReader(this, MaxReaderBytes);
    }

    /// <summary>What the table holds, as of the last chunk: for who must not wait for its lock.</summary>
    public long TableBytes => Volatile.Read(ref _tableBytes);

    /// <summary>Events of this session that the runtime dropped: names that may be missing.</summary>
    public long EventsLost => _reader.EventsLost;

    /// <summary>Whether the stream contained its end mark. Only then is a rundown complete.</summary>
    public bool IsWhole => _reader.Status == SplitStatus.End;

    public Span<byte> Room() => _reader.Room();

    public bool Advance(int filledBytes)
    {
        SplitStatus status = _reader.Advance(filledBytes);
        if (_time.GetElapsedTime(_forgotAt) > ForgetEvery && _historyStart() is { } start)
        {
            _symbols.ForgetBefore(start);
            _forgotAt = _time.GetTimestamp();
        }

        Volatile.Write(ref _tableBytes, _symbols.HeldBytes);
        return status is SplitStatus.NeedMore or SplitStatus.End;
    }

    public void Complete(bool cut)
    {
        // What arrived is in the table. The end of the stream is visible to its owner.
    }

    void INetTraceVisitor.OnTrace(TraceObject trace)
    {
        // Same process, same clock.
    }

    void INetTraceVisitor.OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        // Only events describe code.
    }

    void INetTraceVisitor.OnEvent(MetadataRow row, in EventBlockReader current)
    {
        SymbolOrigin? origin = row.Provider switch
        {
            RuntimeProvider.Name => SymbolOrigin.Live,
            RuntimeProvider.RundownName => SymbolOrigin.Rundown,
            _ => null,
        };
        if (origin is { } known)
        {
            _symbols.Add(new SymbolEvent(known, row.EventId, row.Version, current.At, current.Payload));
        }
    }
}
