using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export.Pprof;

/// <summary>Writes the code of a profile of pprof: its modules, functions and places. Ids begin at 1.</summary>
internal static class PprofCode
{
    /// <summary>Writes the code of all frames; the place of a frame has its number and 1.</summary>
    /// <param name="writer">Collects the fields of the profile.</param>
    /// <param name="output">Receives them.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="texts">The texts of the profile.</param>
    /// <param name="program">The module of the program or what else names it, which is the first.</param>
    public static void Write(
        ProtoWriter writer, Stream output, FrameNumbers frames, Numbers<string> texts, string program)
    {
        // The first module is the program for pprof.
        Numbers<string> modules = new("", program);
        Numbers<(string Name, string File)> functions = new();
        WritePlaces(writer, output, frames, modules, functions);
        foreach ((int id, string name) in modules.All.Index().Skip(1))
        {
            int mapping = writer.Begin(3);
            writer.Number(1, id);
            writer.Number(5, texts.Of(name));
            writer.Number(7, 1);
            writer.End(mapping);
        }

        foreach ((int index, (string name, string file)) in functions.All.Index())
        {
            int function = writer.Begin(5);
            writer.Number(1, index + 1);
            writer.Number(2, texts.Of(name));
            writer.Number(3, texts.Of(name));
            writer.Number(4, texts.Of(file));
            writer.End(function);
            writer.PassLongTo(output);
        }
    }

    private static void WritePlaces(
        ProtoWriter writer,
        Stream output,
        FrameNumbers frames,
        Numbers<string> modules,
        Numbers<(string Name, string File)> functions)
    {
        for (int index = 0; index < frames.All.Count; index++)
        {
            ExportFrame frame = frames.All[index];
            int place = writer.Begin(4);
            writer.Number(1, index + 1);
            writer.Number(2, modules.Of(frame.Module));
            int line = writer.Begin(4);
            writer.Number(1, functions.Of((frame.Name, frame.File)) + 1);
            writer.Number(2, frame.Line);
            writer.End(line);
            writer.End(place);
            writer.PassLongTo(output);
        }
    }
}
