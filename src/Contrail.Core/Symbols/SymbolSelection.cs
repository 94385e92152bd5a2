using Contrail.Core.Formats;

namespace Contrail.Core.Symbols;

/// <summary>One event to write into a snapshot.</summary>
/// <param name="Origin">The provider it is written for.</param>
/// <param name="EventId">That provider's number for it.</param>
/// <param name="Version">The version of its payload.</param>
/// <param name="At">When it is to happen.</param>
/// <param name="Payload">Its payload; nobody changes it later.</param>
public readonly record struct SelectedSymbol(
    SymbolOrigin Origin, int EventId, int Version, TraceTicks At, ReadOnlyMemory<byte> Payload);

/// <summary>
/// What a snapshot of a window must carry, so that readers of standard tools name the code in it. It is a copy:
/// what is added to the table later does not change it.
/// </summary>
public sealed class SymbolSelection
{
    internal SymbolSelection(
        IReadOnlyList<SelectedSymbol> atStart,
        IReadOnlyList<SelectedSymbol> inWindow,
        IReadOnlyList<SelectedSymbol> atEnd,
        int methodCount,
        int unnamedCount)
    {
        AtStart = atStart;
        InWindow = inWindow;
        AtEnd = atEnd;
        MethodCount = methodCount;
        UnnamedCount = unnamedCount;
    }

    /// <summary>Loads from before the window of what ended within it; all are to happen as the window begins.</summary>
    public IReadOnlyList<SelectedSymbol> AtStart { get; }

    /// <summary>Loads and unloads within the window, byte for byte as they came, in the order of time.</summary>
    public IReadOnlyList<SelectedSymbol> InWindow { get; }

    /// <summary>
    /// What was loaded before the window and is there at its end, as rundown events that happen as the window ends.
    /// </summary>
    public IReadOnlyList<SelectedSymbol> AtEnd { get; }

    /// <summary>How many methods are in it, unloaded ones too.</summary>
    public int MethodCount { get; }

    /// <summary>How many of the addresses asked for lie in no code that the table knew in this window.</summary>
    public int UnnamedCount { get; }
}
