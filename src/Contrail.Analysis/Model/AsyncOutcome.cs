namespace Contrail.Analysis.Model;

/// <summary>How an async operation ended.</summary>
internal enum AsyncOutcome
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>Its outermost method returned.</summary>
    Completed,

    /// <summary>An exception left its outermost method: an error, or a cancellation.</summary>
    Failed,

    /// <summary>It had not ended where the trace ends.</summary>
    Open,
}
