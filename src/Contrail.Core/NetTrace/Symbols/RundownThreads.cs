using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// The threads that a rundown listed: with them, a thread that was created before the recording can be found by its
/// managed id. Not safe for concurrent use.
/// </summary>
/// <param name="maxBytes">The maximum of <see cref="HeldBytes"/>; threads beyond it are left out.</param>
internal sealed class RundownThreads(long maxBytes)
{
    /// <summary>An entry, its array and its place in the table.</summary>
    private const int OverheadBytes = 160;

    private readonly Dictionary<ulong, SelectedSymbol> _threads = [];

    /// <summary>Approximate memory of what is held, in bytes.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The events, in no order.</summary>
    public IReadOnlyCollection<SelectedSymbol> All => _threads.Values;

    /// <summary>
    /// Adds a thread; a later event about the same one is ignored. Returns false if it cannot be read.
    /// </summary>
    public bool TryAdd(in SymbolEvent symbol)
    {
        if (ThreadIdentity.Read(symbol.Version, symbol.Untrusted, sizeof(ulong)) is not { } thread)
        {
            return false;
        }

        long bytes = OverheadBytes + symbol.Untrusted.Length;
        bool isAdded = HeldBytes + bytes <= maxBytes && _threads.TryAdd(thread.Handle, new SelectedSymbol(
            symbol.Origin, symbol.EventId, symbol.Version, symbol.At, symbol.Untrusted.ToArray()));
        HeldBytes += isAdded ? bytes : 0;
        return true;
    }
}
