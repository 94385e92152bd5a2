namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// How often the state of a goroutine or proc has changed in a generation. The numbers begin anew in each, with the
/// event that tells the state, so nothing can be taken for its neighbour in another generation.
/// </summary>
internal readonly record struct GoSequence(ulong Generation, ulong Number)
{
    public bool Succeeds(GoSequence before) =>
        Generation == before.Generation && Number == unchecked(before.Number + 1);
}
