using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Files;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// Reads the events of a file as <c>go tool trace</c> does, with the strict checks, and keeps the first fault of each.
/// It holds one generation at a time. Not safe for concurrent use.
/// </summary>
internal sealed class GoEventChecker : IGoEventChecker, IGoTraceVisitor
{
    private readonly GoTraceValidator _checks;
    private readonly GoTraceReader _reader;

    public GoEventChecker()
    {
        _checks = new GoTraceValidator(this);
        _reader = new GoTraceReader(_checks);
    }

    /// <summary>Events that the reader accepted.</summary>
    public long EventCount => _reader.EventCount;

    /// <summary>Position after the last generation that the reader accepted.</summary>
    public long GoodBytes => Math.Max(_reader.GoodBytes, GoTraceVersion.HeaderBytes);

    /// <summary>Position at which the reader stopped, or will continue.</summary>
    public long Offset => _reader.Offset;

    /// <summary>Why the reader refuses the rest of the file; null if it does not.</summary>
    public TraceFault? Fault => _reader.Fault;

    /// <summary>
    /// The first contradiction between events that the reader accepts, with the offset of its generation; null if none.
    /// </summary>
    public TraceFault? Contradiction { get; private set; }

    /// <summary>Reads the bytes that follow the previous ones.</summary>
    public void Read(ReadOnlySpan<byte> untrusted)
    {
        while (!untrusted.IsEmpty && _reader.Status == SplitStatus.NeedMore)
        {
            Span<byte> room = _reader.Room();
            int taken = Math.Min(room.Length, untrusted.Length);
            untrusted[..taken].CopyTo(room);
            _reader.Advance(taken);
            untrusted = untrusted[taken..];
        }
    }

    /// <summary>Reports that no more bytes follow.</summary>
    public void Complete() => _reader.Complete();

    void IGoTraceVisitor.OnEvent(in GoEvent current)
    {
        if (Contradiction is null && _checks.Fault is { } fault)
        {
            Contradiction = fault with { Offset = GoodBytes };
        }
    }

    void IGoTraceVisitor.OnGap(GenerationGap gap)
    {
        // The walk reports it, with its position.
    }
}
