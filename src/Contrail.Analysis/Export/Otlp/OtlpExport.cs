using Contrail.Analysis.Export.Protobuf;
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
internal sealed class OtlpExport : StackExport
{
    private readonly Stream _output;
    private readonly List<CollectedStacks> _stacks = [];
    private readonly OtlpDictionary _dictionary = new();
    private readonly ProtoWriter _writer = new();

    private OtlpExport(Stream output, ExportOptions options)
        : base(options) => _output = output;

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "otlp", "OpenTelemetry profiles (v1development), for collectors", ".otlp.pb",
        static (stream, options) => new OtlpExport(stream, options))
    {
        Stacks = ExportStacks.Many,
        Next = "Send it with: contrail convert … --format otlp --otlp-endpoint http://HOST:4318",
    };

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is open before the end.
    }

    /// <inheritdoc/>
    protected override void Write(CollectedStacks stacks) => _stacks.Add(stacks);

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (IGrouping<ExportedFile, CollectedStacks> file in _stacks.GroupBy(stacks => stacks.File))
        {
            int resource = _writer.Begin(1);
            WriteResource(file.First());
            int scope = _writer.Begin(2);
            WriteScope();
            foreach (CollectedStacks stacks in file)
            {
                int profile = _writer.Begin(2);
                WriteProfile(stacks);
                _writer.End(profile);
            }

            _writer.End(scope);
            _writer.End(resource);
            _writer.PassTo(_output);
        }

        int dictionary = _writer.Begin(2);
        _dictionary.Write(_writer);
        _writer.End(dictionary);
        _writer.PassTo(_output);
    }

    private void WriteResource(CollectedStacks stacks)
    {
        int resource = _writer.Begin(1);
        ProcessFacts process = stacks.Context.File.Process ?? ProcessFacts.Unknown;
        WriteAttribute("service.name", process.Name);
        WriteAttribute("process.executable.name", process.Name);
        WriteAttribute("process.runtime.version", process.RuntimeVersion);
        if (process.Id > 0)
        {
            int attribute = _writer.Begin(1);
            _writer.Text(1, "process.pid");
            int value = _writer.Begin(2);
            _writer.Number(3, process.Id);
            _writer.End(value);
            _writer.End(attribute);
        }

        WriteAttribute("contrail.file", stacks.File.Name);
        _writer.End(resource);
    }

    private void WriteAttribute(string key, string value)
    {
        if (value.Length > 0)
        {
            int attribute = _writer.Begin(1);
            _writer.Text(1, key);
            int any = _writer.Begin(2);
            _writer.Text(1, value);
            _writer.End(any);
            _writer.End(attribute);
        }
    }

    private void WriteScope()
    {
        string[] words = Options.Exporter.Split(' ');
        int scope = _writer.Begin(1);
        _writer.Text(1, words[0]);
        _writer.Text(2, words[^1]);
        _writer.End(scope);
    }

    private void WriteProfile(CollectedStacks stacks)
    {
        StackColumn column = StackColumn.Of(stacks).Last();
        int type = _writer.Begin(1);
        _writer.Number(1, _dictionary.Texts.Of(column.Name));
        _writer.Number(2, _dictionary.Texts.Of(StackNames.OfUnit(column.Unit)));
        _writer.End(type);
        foreach ((StackKey key, StackWeight weight) in stacks.Tally.Weights)
        {
            int sample = _writer.Begin(2);
            _writer.Number(1, _dictionary.StackOf(stacks, key.Stack));
            int attributes = _writer.Begin(2);
            foreach (int attribute in _dictionary.AttributesOf(stacks, key))
            {
                _writer.Item((ulong)attribute);
            }

            _writer.End(attributes);
            int values = _writer.Begin(4);
            _writer.Item((ulong)column.ValueOf(stacks, weight));
            _writer.End(values);
            _writer.End(sample);
        }

        if (stacks.Extent.StartUtc is { } start)
        {
            _writer.Fixed(3, (ulong)UnixTime.Nanoseconds(start));
        }

        _writer.Number(4, stacks.Extent.End.Nanoseconds);
    }
}
