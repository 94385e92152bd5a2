using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Ring;
using Contrail.Core.Symbols;

namespace Contrail.Core.Snapshots.NetTrace;

/// <summary>Makes nettrace files of frozen rings, with the names that their stacks need.</summary>
public sealed class NetTraceAssembler : ISnapshotAssembler
{
    private readonly SymbolTable _symbols;

    /// <param name="symbols">The names, filled while the ring was.</param>
    public NetTraceAssembler(SymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        _symbols = symbols;
    }

    /// <inheritdoc/>
    public Snapshot Assemble(FrozenRing ring, SnapshotFacts facts)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(facts);
        if (ring.Carry is not NetTraceFrozenCarry carry)
        {
            throw new ArgumentException("This ring holds another format than nettrace.", nameof(ring));
        }

        TraceObject trace = carry.Trace;
        ulong[] addresses = StackAddresses.Collect(ring, trace.PointerBytes);
        SymbolSelection symbols = _symbols.Select(addresses, ring.FirstMoment, ring.End);
        double windowSeconds = (double)ring.End.Since(ring.Start) / trace.TicksPerSecond;
        List<Loss> losses = [.. ring.Losses, .. MissingNames(ring, facts, symbols)];
        Certificate certificate = Certification.Certify(ring, losses, facts, trace.ToUtc, windowSeconds);
        NetTraceWriter written = NetTraceLayout.Lay(ring, carry, symbols, certificate);
        return new Snapshot(ring, written.Parts, written.Offset, certificate);
    }

    // Some addresses are in native helpers and never have a name: that is no loss. It is one when we know why.
    private static IEnumerable<Loss> MissingNames(FrozenRing ring, SnapshotFacts facts, SymbolSelection symbols)
    {
        if (facts.Symbols.Forgotten > 0)
        {
            yield return new Loss(ring.Start, ring.End, LossReason.SymbolsForgotten, facts.Symbols.Forgotten, null);
        }

        bool someNeverCame = facts.Symbols.Rundown is "never" or "failed" || facts.Symbols.BrokeOff;
        if (someNeverCame && symbols.UnnamedCount > 0)
        {
            yield return new Loss(ring.Start, ring.End, LossReason.NamesMissing, symbols.UnnamedCount, null);
        }
    }
}
