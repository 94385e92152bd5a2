namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// How often the state of a goroutine or proc has changed in a generation. The numbers restart in each generation with
/// the event that reports the state, so a number of another generation cannot be mistaken for the next one.
/// </summary>
internal readonly record struct GoSequence(ulong Generation, ulong Number)
{
    public bool Succeeds(GoSequence before) =>
        Generation == before.Generation && Number == unchecked(before.Number + 1);
}
