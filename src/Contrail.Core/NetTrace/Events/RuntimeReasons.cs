namespace Contrail.Core.NetTrace.Events;

/// <summary>The runtime's numbers for reasons that decide what an event is.</summary>
internal static class RuntimeReasons
{
    /// <summary>The pool adds threads because work does not start.</summary>
    public const uint Starvation = 6;

    /// <summary>The pool adds threads because others wait synchronously for tasks.</summary>
    public const uint CooperativeBlocking = 8;

    private const uint Collection = 1;

    /// <summary>A later stop of a collection in the background, and changes of the number of heaps.</summary>
    private const uint Preparation = 6;

    /// <summary>Whether all threads are suspended for a collection.</summary>
    public static bool IsForCollection(uint? suspension) => suspension is Collection or Preparation;

    /// <summary>Whether code requested a collection: induced, and its variants.</summary>
    public static bool IsInduced(uint collection) => collection is 1 or 7 or 9 or 10 or 17;
}
