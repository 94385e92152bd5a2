namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A label that a goroutine is given.</summary>
/// <param name="Text">The label.</param>
/// <param name="Subject">Who is given it.</param>
internal readonly record struct GoLabel(ReadOnlyMemory<byte> Text, GoResource Subject)
{
    /// <summary>Reads it from an event of that kind.</summary>
    public static GoLabel Of(in GoEvent goEvent) =>
        new(goEvent.Text(0), new GoResource(GoResourceKind.Goroutine, goEvent.Goroutine));
}
