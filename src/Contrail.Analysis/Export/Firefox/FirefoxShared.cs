using System.Text.Json;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>The tables that all threads of a profile share: texts, frames, stacks. Not safe for concurrent use.
/// </summary>
internal sealed class FirefoxShared
{
    private readonly FrameNumbers _frames = new();
    private readonly Numbers<(int Prefix, int Frame)> _nodes = new();
    private readonly Dictionary<(StackTable Table, StackId Stack), int> _stacks = [];
    private readonly List<int> _frameNumbers = [];

    /// <summary>The texts.</summary>
    public Numbers<string> Texts { get; } = new("");

    /// <summary>The number of a stack; -1 for none.</summary>
    public int StackOf(StackTable table, StackId stack) => stack.IsNone ? -1 : StackOfSample(table, stack);

    /// <summary>The number of a stack, for none that of the frame for this.</summary>
    public int StackOfSample(StackTable table, StackId stack)
    {
        if (_stacks.TryGetValue((table, stack), out int number))
        {
            return number;
        }

        number = -1;
        _frames.Of(table, stack, _frameNumbers);
        for (int index = _frameNumbers.Count - 1; index >= 0; index--)
        {
            number = _nodes.Of((number, _frameNumbers[index]));
        }

        _stacks.Add((table, stack), number);
        return number;
    }

    /// <summary>Writes the tables.</summary>
    public void Write(FirefoxJson json)
    {
        IReadOnlyList<ExportFrame> frames = _frames.All;
        Numbers<string> modules = new(frames.Select(frame => frame.Module));
        Numbers<string> files = new(frames.Select(frame => frame.File).Where(file => file.Length > 0));
        json.Object("shared", () =>
        {
            json.Object("stackTable", () =>
            {
                json.Number("length", _nodes.All.Count);
                json.Numbers("prefixOffset", _nodes.All.Select(
                    (node, index) => node.Prefix < 0 ? 0 : index - node.Prefix));
                json.Numbers("frame", _nodes.All.Select(node => node.Frame));
            });
            json.Object("frameTable", () => WriteFrames(json, frames));
            json.Object("funcTable", () => WriteFunctions(json, frames, modules, files));
            WriteSources(json, modules, files);
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
        FirefoxJson json, IReadOnlyList<ExportFrame> frames, Numbers<string> modules, Numbers<string> files)
    {
        int count = frames.Count;
        json.Number("length", count);
        json.Numbers("name", frames.Select(frame => Texts.Of(frame.Name)));
        json.Array("isJS", frames, static (writer, _) => writer.WriteBooleanValue(false));
        json.Array("relevantForJS", frames, static (writer, _) => writer.WriteBooleanValue(false));
        json.Numbers("resource", frames.Select(frame => frame.Module.Length == 0 ? -1 : modules.Of(frame.Module)));
        json.Array("source", frames, (writer, frame) =>
        {
            if (frame.File.Length > 0)
            {
                writer.WriteNumberValue(files.Of(frame.File));
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

    private void WriteSources(FirefoxJson json, Numbers<string> modules, Numbers<string> files)
    {
        json.Object("nativeSymbols", () => Empty(json, "address", "functionSize", "libIndex", "name"));
        json.Object("resourceTable", () =>
        {
            json.Number("length", modules.All.Count);
            json.Nulls("lib", modules.All.Count);
            json.Numbers("name", modules.All.Select(Texts.Of));
            json.Nulls("host", modules.All.Count);
            json.Numbers("type", Enumerable.Repeat(1, modules.All.Count));
        });
        json.Object("sources", () =>
        {
            json.Number("length", files.All.Count);
            json.Nulls("id", files.All.Count);
            json.Numbers("filename", files.All.Select(Texts.Of));
            json.Numbers("startLine", Enumerable.Repeat(1, files.All.Count));
            json.Numbers("startColumn", Enumerable.Repeat(1, files.All.Count));
            json.Nulls("sourceMapURL", files.All.Count);
            json.Nulls("content", files.All.Count);
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
