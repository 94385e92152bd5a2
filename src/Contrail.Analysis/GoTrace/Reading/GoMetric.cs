namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A metric's new value.</summary>
/// <param name="Name">The metric, as package runtime/metrics calls it.</param>
/// <param name="Value">The value.</param>
internal readonly record struct GoMetric(ReadOnlyMemory<byte> Name, ulong Value)
{
    /// <summary>Reads it from an event of that kind.</summary>
    public static GoMetric Of(in GoEvent goEvent) => new(goEvent.Row.LabelBytes, goEvent.Number(0));
}
