namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// What a snapshot of a window must carry, so that readers of standard tools name the code in it. It is a copy:
/// what is added to the table later does not change it.
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

    /// <summary>Loads from before the window of what ended within it; all are to happen as the window begins.</summary>
    public IReadOnlyList<SelectedSymbol> AtStart { get; }

    /// <summary>Loads and unloads within the window, byte for byte as they came, in the order of time.</summary>
    public IReadOnlyList<SelectedSymbol> InWindow { get; }

    /// <summary>
    /// What is there at the end of the window, as rundown events that happen as the window ends.
    /// </summary>
    public IReadOnlyList<SelectedSymbol> AtEnd { get; }

    /// <summary>How many methods are in it, unloaded ones too.</summary>
    public int MethodCount { get; }

    /// <summary>How many of the addresses asked for lie in no code that the table knew in this window.</summary>
    public int UnnamedCount { get; }

    /// <summary>
    /// How many of those addresses, and of the modules of the methods in it, the table had to forget for its bound
    /// although the window needs them.
    /// </summary>
    public int ForgottenCount { get; init; }
}
