using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Otlp;

/// <summary>
/// Profiles of OpenTelemetry, version v1development: for each process a resource, for each kind of stack a profile. The
/// bytes are those of <c>ProfilesData</c> and of a request to a collector, whose fields have the same numbers. Records
/// with a stack have no id of a trace, so that no sample has a link. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// https://github.com/open-telemetry/opentelemetry-proto at ac2c4b5d1f3a6079de62f9afec860158ecc8af09,
/// opentelemetry/proto/profiles/v1development/profiles.proto: the numbers of its fields.
/// </remarks>
internal sealed class OtlpExport : ProtoStackExport
{
    private readonly OtlpDictionary _dictionary = new();

    private OtlpExport(Stream output, ExportOptions options)
        : base(output, options)
    {
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "otlp", "OpenTelemetry profiles (v1development), for collectors", ".otlp.pb",
        static (stream, options) => new OtlpExport(stream, options))
    {
        Stacks = ExportStacks.Many,
        Next = "Send it with: contrail convert … --format otlp --otlp-endpoint http://HOST:4318",
    };

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (IGrouping<ExportedFile, CollectedStacks> file in Collected.GroupBy(stacks => stacks.File))
        {
            int resource = Writer.Begin(1);
            WriteResource(file.First());
            int scope = Writer.Begin(2);
            WriteScope();
            foreach (CollectedStacks stacks in file)
            {
                int profile = Writer.Begin(2);
                WriteProfile(stacks);
                Writer.End(profile);
            }

            Writer.End(scope);
            Writer.End(resource);
            Writer.PassTo(Output);
        }

        int dictionary = Writer.Begin(2);
        _dictionary.Write(Writer);
        Writer.End(dictionary);
        Writer.PassTo(Output);
    }

    private void WriteResource(CollectedStacks stacks)
    {
        int resource = Writer.Begin(1);
        ProcessFacts process = stacks.Context.File.Process ?? ProcessFacts.Unknown;
        WriteAttribute("service.name", process.Name);

        // Of a Go service it is the address.
        WriteAttribute("process.executable.name", stacks.Context.HasGoroutines ? "" : process.Name);
        WriteAttribute("process.runtime.version", process.RuntimeVersion);
        if (process.Id > 0)
        {
            int attribute = Writer.Begin(1);
            Writer.Text(1, "process.pid");
            int value = Writer.Begin(2);
            Writer.Number(3, process.Id);
            Writer.End(value);
            Writer.End(attribute);
        }

        WriteAttribute("contrail.file", stacks.File.Name);
        Writer.End(resource);
    }

    private void WriteAttribute(string key, string value)
    {
        if (value.Length > 0)
        {
            int attribute = Writer.Begin(1);
            Writer.Text(1, key);
            int any = Writer.Begin(2);
            Writer.Text(1, value);
            Writer.End(any);
            Writer.End(attribute);
        }
    }

    private void WriteScope()
    {
        string[] words = Options.Exporter.Split(' ');
        int scope = Writer.Begin(1);
        Writer.Text(1, words[0]);
        Writer.Text(2, words[^1]);
        Writer.End(scope);
    }

    private void WriteProfile(CollectedStacks stacks)
    {
        StackColumn column = StackColumn.Of(stacks).Last();
        int type = Writer.Begin(1);
        Writer.Number(1, _dictionary.Texts.Of(column.Name));
        Writer.Number(2, _dictionary.Texts.Of(StackNames.OfUnit(column.Unit)));
        Writer.End(type);
        foreach ((StackKey key, StackWeight weight) in stacks.Weights())
        {
            int sample = Writer.Begin(2);
            Writer.Number(1, _dictionary.StackOf(stacks, key.Stack));
            int attributes = Writer.Begin(2);
            foreach (int attribute in _dictionary.AttributesOf(stacks, key))
            {
                Writer.Item((ulong)attribute);
            }

            Writer.End(attributes);
            if (_dictionary.LinkOf(key) is > 0 and int link)
            {
                Writer.Number(3, link);
            }

            int values = Writer.Begin(4);
            Writer.Item((ulong)column.ValueOf(stacks, weight));
            Writer.End(values);
            Writer.End(sample);
        }

        if (stacks.Extent.StartUtc is { } start)
        {
            Writer.Fixed(3, (ulong)UnixTime.Nanoseconds(start));
        }

        Writer.Number(4, stacks.Extent.End.Nanoseconds);
    }
}
