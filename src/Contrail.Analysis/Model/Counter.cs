namespace Contrail.Analysis.Model;

/// <summary>The value of a counter at a moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Name">Its name: one of the constants here, or the application's or the runtime's name for it.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct Counter(TraceTime Time, string Name, double Value)
{
    /// <summary>The size of the heap after a garbage collection, in bytes.</summary>
    public const string HeapBytes = "heap size after a collection";
}
