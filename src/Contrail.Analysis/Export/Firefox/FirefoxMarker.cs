namespace Contrail.Analysis.Export.Firefox;

/// <summary>Something that happened on a thread.</summary>
/// <param name="Row">The number of the text of its row.</param>
/// <param name="Start">Milliseconds of the profile.</param>
/// <param name="End">The same for its end; null for a moment.</param>
/// <param name="Label">What it is: the number of a text.</param>
/// <param name="Details">Further facts: the number of a text.</param>
internal readonly record struct FirefoxMarker(int Row, double Start, double? End, int Label, int Details)
{
    /// <summary>The name of the description of these markers in the profile.</summary>
    public const string Type = "Contrail";

    /// <summary>The number of its stack; -1 for none.</summary>
    public int Stack { get; init; } = -1;

    /// <summary>What it leads to; 0 for nothing.</summary>
    public ulong FlowId { get; init; }

    /// <summary>What led to it; 0 for nothing.</summary>
    public ulong CauseId { get; init; }

    /// <summary>Writes the fields of its data.</summary>
    public void WriteData(FirefoxJson json, Numbers<string> texts)
    {
        json.Text("type", Type);
        json.Number("label", Label);
        if (Details != 0)
        {
            json.Number("details", Details);
        }

        if (FlowId != 0)
        {
            json.Number("flow", texts.Of(FlowText(FlowId)));
        }

        if (CauseId != 0)
        {
            json.Number("causeFlow", texts.Of(FlowText(CauseId)));
        }

        if (Stack >= 0)
        {
            json.Writer.WriteStartObject("cause");
            json.Number("stack", Stack);
            json.Writer.WriteEndObject();
        }
    }

    private static string FlowText(ulong id) => FormattableString.Invariant($"{id:x16}");
}
