using System.Text.Json;
using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>The tables that all threads of a profile share: texts, frames, stacks. Not safe for concurrent use.
/// </summary>
internal sealed class FirefoxShared
{
    private readonly FrameNumbers _frames = new();
    private readonly Dictionary<(int Prefix, int Frame), int> _nodes = [];
    private readonly List<(int Prefix, int Frame)> _nodeList = [];
    private readonly Dictionary<(StackTable Table, StackId Stack), int> _stacks = [];
    private readonly Dictionary<string, int> _modules = [];
    private readonly List<int> _frameNumbers = [];

    /// <summary>The texts.</summary>
    public TextNumbers Texts { get; } = new();

    /// <summary>The number of a stack; -1 for none.</summary>
    public int StackOf(StackTable table, StackId stack)
    {
        if (stack.IsNone)
        {
            return -1;
        }

        if (_stacks.TryGetValue((table, stack), out int number))
        {
            return number;
        }

        number = -1;
        _frames.Of(table, stack, _frameNumbers);
        for (int index = _frameNumbers.Count - 1; index >= 0; index--)
        {
            (int, int) node = (number, _frameNumbers[index]);
            if (!_nodes.TryGetValue(node, out number))
            {
                number = _nodeList.Count;
                _nodes.Add(node, number);
                _nodeList.Add(node);
            }
        }

        _stacks.Add((table, stack), number);
        return number;
    }

    /// <summary>Writes the tables.</summary>
    public void Write(FirefoxJson json)
    {
        IReadOnlyList<ExportFrame> frames = _frames.All;
        foreach (ExportFrame frame in frames)
        {
            _modules.TryAdd(frame.Module, _modules.Count);
        }

        List<string> files = [.. frames.Select(frame => frame.File).Where(file => file.Length > 0).Distinct()];
        Dictionary<string, int> fileNumbers = files.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        json.Object("shared", () =>
        {
            json.Object("stackTable", () =>
            {
                json.Number("length", _nodeList.Count);
                json.Numbers("prefixOffset", _nodeList.Select(
                    (node, index) => node.Prefix < 0 ? 0 : index - node.Prefix));
                json.Numbers("frame", _nodeList.Select(node => node.Frame));
            });
            json.Object("frameTable", () => WriteFrames(json, frames));
            json.Object("funcTable", () => WriteFunctions(json, frames, fileNumbers));
            WriteSources(json, files);
            json.Array("stringArray", Texts.All, (writer, text) => writer.WriteStringValue(text));
        });
    }

    private static void WriteFrames(FirefoxJson json, IReadOnlyList<ExportFrame> frames)
    {
        int count = frames.Count;
        json.Number("length", count);
        json.Numbers("func", Enumerable.Range(0, count));
        json.Numbers("category", Enumerable.Repeat(0, count));
        json.Numbers("subcategory", Enumerable.Repeat(0, count));
        json.Array("line", frames, (writer, frame) => NumberOrNull(writer, frame.Line));
        json.Nulls("column", count);
        json.Numbers("address", Enumerable.Repeat(-1, count));
        json.Nulls("nativeSymbol", count);
        json.Numbers("inlineDepth", Enumerable.Repeat(0, count));
        json.Numbers("innerWindowID", Enumerable.Repeat(0, count));
        json.Nulls("originalLocation", count);
    }

    private void WriteFunctions(
        FirefoxJson json, IReadOnlyList<ExportFrame> frames, Dictionary<string, int> fileNumbers)
    {
        int count = frames.Count;
        json.Number("length", count);
        json.Numbers("name", frames.Select(frame => Texts.Of(frame.Name)));
        json.Array("isJS", frames, static (writer, _) => writer.WriteBooleanValue(false));
        json.Array("relevantForJS", frames, static (writer, _) => writer.WriteBooleanValue(false));
        json.Numbers("resource", frames.Select(frame => frame.Module.Length == 0 ? -1 : _modules[frame.Module]));
        json.Array("source", frames, (writer, frame) =>
        {
            if (fileNumbers.TryGetValue(frame.File, out int file))
            {
                writer.WriteNumberValue(file);
            }
            else
            {
                writer.WriteNullValue();
            }
        });
        json.Nulls("lineNumber", count);
        json.Nulls("columnNumber", count);
        json.Nulls("originalLocation", count);
    }

    private void WriteSources(FirefoxJson json, List<string> files)
    {
        json.Object("nativeSymbols", () => Empty(json, "address", "functionSize", "libIndex", "name"));
        json.Object("resourceTable", () =>
        {
            json.Number("length", _modules.Count);
            json.Nulls("lib", _modules.Count);
            json.Numbers("name", _modules.Keys.Select(Texts.Of));
            json.Nulls("host", _modules.Count);
            json.Numbers("type", Enumerable.Repeat(1, _modules.Count));
        });
        json.Object("sources", () =>
        {
            json.Number("length", files.Count);
            json.Nulls("id", files.Count);
            json.Numbers("filename", files.Select(Texts.Of));
            json.Numbers("startLine", Enumerable.Repeat(1, files.Count));
            json.Numbers("startColumn", Enumerable.Repeat(1, files.Count));
            json.Nulls("sourceMapURL", files.Count);
            json.Nulls("content", files.Count);
        });
        json.Object("sourceLocationTable", () => Empty(json, "source", "line", "column"));
    }

    private static void Empty(FirefoxJson json, params string[] columns)
    {
        json.Number("length", 0);
        Array.ForEach(columns, column => json.Nulls(column, 0));
    }

    private static void NumberOrNull(Utf8JsonWriter writer, int number)
    {
        if (number > 0)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
