namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// What a snapshot of a window must contain, so that standard tools name the code in it. It is a copy: later additions
/// to the table do not change it.
/// </summary>
internal sealed class SymbolSelection
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

    /// <summary>
    /// Loads before the window of code that ended within it; they are written at the start of the window.
    /// </summary>
    public IReadOnlyList<SelectedSymbol> AtStart { get; }

    /// <summary>Loads and unloads within the window, byte for byte as they arrived, in the order of time.</summary>
    public IReadOnlyList<SelectedSymbol> InWindow { get; }

    /// <summary>What exists at the end of the window, as rundown events at the end of the window.</summary>
    public IReadOnlyList<SelectedSymbol> AtEnd { get; }

    /// <summary>Number of methods in it, including unloaded ones.</summary>
    public int MethodCount { get; }

    /// <summary>How many of the requested addresses are in no code of this window in the table.</summary>
    public int UnnamedCount { get; }

    /// <summary>
    /// How many of those addresses, and of the modules of their methods, the table evicted for its limit although the
    /// window needs them.
    /// </summary>
    public int ForgottenCount { get; init; }
}
