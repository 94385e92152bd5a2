using System.Collections;
using System.Globalization;
using System.Text;
using Contrail.Core.NetTrace.Payloads;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Contrail.Tests.Support;

/// <summary>The events of a file as TraceEvent decodes them.</summary>
internal static class TraceEventDecoding
{
    public static IReadOnlyList<DecodedEvent> Of(byte[] file)
    {
        List<DecodedEvent> events = [];
        using EventPipeEventSource source = new(new MemoryStream(file));
        source.Clr.All += static _ => { };
        source.Dynamic.All += static _ => { };
        new ClrRundownTraceEventParser(source).All += static _ => { };
        new SampleProfilerTraceEventParser(source).All += static _ => { };
        source.AllEvents += read => events.Add(Decode(read));
        source.Process();
        return events;
    }

    /// <summary>A value in the form that Contrail gives it.</summary>
    public static string TextOf(object? value)
    {
        StringBuilder text = new();
        switch (value)
        {
            case null:
                return "";
            case bool isTrue:
                return isTrue ? "true" : "false";
            case string words:
                return words;
            case byte[] bytes:
                return Convert.ToHexStringLower(bytes);
            case DateTime time:
                return time.ToUniversalTime().ToString(FieldText.TimeFormat, CultureInfo.InvariantCulture);
            case Enum number:
                return number.ToString("D");
            case IDictionary<string, object> members:
                return text.Append('{')
                    .AppendJoin(", ", members.Select(member => $"{member.Key}={TextOf(member.Value)}"))
                    .Append('}').ToString();
            case IEnumerable elements:
                return text.Append('[').AppendJoin(", ", elements.Cast<object?>().Select(TextOf)).Append(']')
                    .ToString();
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
    }

    private static DecodedEvent Decode(TraceEvent read) => new(
        read.ProviderName,
        (int)read.ID,
        read.EventName,
        unchecked((ulong)read.ThreadID),
        read.TimeStampRelativeMSec,
        read.ActivityID,
        read.RelatedActivityID)
    {
        // A field that this version of the event does not have is null.
        Fields = [.. Enumerable.Range(0, read.PayloadNames.Length)
            .Where(index => read.PayloadValue(index) is not null)
            .Select(index => (read.PayloadNames[index], TextOf(read.PayloadValue(index))))],
    };
}
