namespace Contrail.Analysis.Model;

/// <summary>How far the code of a method was optimized.</summary>
internal enum CodeTier
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>Without optimization, and never again: for debugging.</summary>
    MinimumOptimization,

    /// <summary>Fully, and never again: tiers are switched off, or the method has loops.</summary>
    Optimized,

    /// <summary>Quickly, to be compiled again if it is called often.</summary>
    Quick,

    /// <summary>Fully, because it was called often.</summary>
    Tier1,

    /// <summary>Fully while it ran, because of a loop.</summary>
    OnStackReplacement,

    /// <summary>Quickly, with counters of what it does.</summary>
    QuickInstrumented,

    /// <summary>Optimized, with counters of what it does.</summary>
    Tier1Instrumented,
}
