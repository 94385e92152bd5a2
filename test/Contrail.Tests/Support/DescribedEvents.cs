namespace Contrail.Tests.Support;

/// <summary>Events of event sources, with rows that describe their fields.</summary>
internal static class DescribedEvents
{
    /// <summary>An event whose fields are texts, integers of 32 or 64 bits, or doubles.</summary>
    public static FileEvent Event(string provider, string name, params (string Name, object Value)[] fields)
    {
        PayloadWriter payload = new();
        foreach ((_, object value) in fields)
        {
            Write(payload, value);
        }

        return new FileEvent(provider, name.Length, 0, payload.ToArray())
        {
            Name = name,
            Description = MetadataDrawing.Fields([.. fields.Select(field => (field.Name, CodeOf(field.Value)))]),
        };
    }

    /// <summary>The same in an activity, named by the first number of its id.</summary>
    public static FileEvent In(this FileEvent one, uint activity) =>
        one with { Activity = new Guid(activity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) };

    /// <summary>An event of the event source of DiagnosticSource.</summary>
    public static FileEvent Activity(
        string name, string source, string activity, params (string Key, string Value)[] arguments)
    {
        PayloadWriter payload = new PayloadWriter().Text(source).Text(activity).U16(arguments.Length);
        foreach ((string key, string value) in arguments)
        {
            payload.Text(key).Text(value);
        }

        byte[] text = MetadataDrawing.Sized(new PayloadWriter().Text("SourceName").U32(MetadataDrawing.OfText));
        byte[] second = MetadataDrawing.Sized(new PayloadWriter().Text("ActivityName").U32(MetadataDrawing.OfText));
        return new FileEvent("Microsoft-Diagnostics-DiagnosticSource", 200 + name.Length, 0, payload.ToArray())
        {
            Name = name,
            Description = MetadataDrawing.Tagged(
                new PayloadWriter().U32(3).Bytes(text).Bytes(second).Bytes(MetadataDrawing.PairsField())),
        };
    }

    /// <summary>An event of EventCounters: a struct in a struct without a name.</summary>
    public static FileEvent Counter(string provider, params (string Name, object Value)[] members)
    {
        FileEvent payload = Event(provider, "EventCounters", members);
        byte[] outer = new PayloadWriter()
            .U32(1).U32(MetadataDrawing.OfStruct).U32(1).U32(MetadataDrawing.OfStruct)
            .Bytes(payload.Description).Text("Payload").Text("").ToArray();
        return payload with { Description = outer };
    }

    private static void Write(PayloadWriter payload, object value)
    {
        switch (value)
        {
            case string text:
                payload.Text(text);
                break;
            case int number:
                payload.U32(number);
                break;
            case long number:
                payload.U64(unchecked((ulong)number));
                break;
            default:
                payload.F64((double)value);
                break;
        }
    }

    private static int CodeOf(object value) => value switch
    {
        string => MetadataDrawing.OfText,
        int => MetadataDrawing.OfInt32,
        long => MetadataDrawing.OfInt64,
        _ => MetadataDrawing.OfDouble,
    };
}
