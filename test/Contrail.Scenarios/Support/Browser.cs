using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>
/// A headless Chromium with one page, driven through its debugging protocol. It has a profile of its own, which is
/// deleted with it. Not safe for concurrent use.
/// </summary>
public sealed class Browser : ChildProcess
{
    private const string Listening = "DevTools listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Programs =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>The numbers of keys that write no character, in the protocol.</summary>
    private static readonly Dictionary<string, int> KeyCodes = new()
    {
        ["Tab"] = 9,
        ["Enter"] = 13,
        ["Escape"] = 27,
        ["Home"] = 36,
        ["ArrowLeft"] = 37,
        ["ArrowUp"] = 38,
        ["ArrowRight"] = 39,
        ["ArrowDown"] = 40,
    };

    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _requests = [];
    private readonly List<string> _faults = [];
    private string? _session;
    private int _lastId;

    private Browser(DirectoryInfo profile, string program)
        : base(program, [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
            "--window-size=1400,900", $"--user-data-dir={profile.FullName}", "about:blank"]) =>
        _profile = profile;

    /// <summary>The addresses that the page requested, itself included.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Errors of scripts, and what a policy of the page refused.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>
    /// Starts it. Where no Chromium is installed the test is skipped, or fails with <c>CI=true</c>.
    /// </summary>
    public static async Task<Browser> StartAsync()
    {
        string? program = Array.Find(Programs, File.Exists);
        const string Missing = "no Chromium is installed: test/browser/prepare.sh installs it, and failed";
        Assert.False(program is null && Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.SkipUnless(program is not null, Missing);
        Browser browser = new(Directory.CreateTempSubdirectory("contrail-browser-"), program!);
        string line = await browser.WaitForErrorLineAsync(Listening);
        using CancellationTokenSource deadline = new(Patience);
        await browser._socket.ConnectAsync(new Uri(line[Listening.Length..]), deadline.Token);
        JsonNode created = await browser.SendAsync("Target.createTarget", new { url = "about:blank" });
        JsonNode attached = await browser.SendAsync(
            "Target.attachToTarget", new { targetId = (string)created["targetId"]!, flatten = true });
        browser._session = (string)attached["sessionId"]!;
        foreach (string domain in (string[])["Page", "Runtime", "Network", "Log"])
        {
            await browser.SendAsync($"{domain}.enable", new { });
        }

        return browser;
    }

    /// <summary>Opens a file, and waits until a script reports that the page is ready.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isReady">An expression of JavaScript.</param>
    public async Task OpenAsync(string path, string isReady)
    {
        await SendAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        await WaitForAsync(isReady);
    }

    /// <summary>Chooses light or dark, as the system's setting does.</summary>
    public Task PreferAsync(string scheme) => SendAsync("Emulation.setEmulatedMedia", new
    {
        features = new[] { new { name = "prefers-color-scheme", value = scheme } },
    });

    /// <summary>The value of an expression of JavaScript, as text.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync(
            "Runtime.evaluate", new { expression = $"String({expression})", awaitPromise = true });
        return answer["exceptionDetails"] is { } fault
            ? throw new InvalidOperationException($"{expression}: {fault.ToJsonString()}")
            : (string)answer["result"]!["value"]!;
    }

    /// <summary>Waits until an expression of JavaScript is true.</summary>
    public async Task WaitForAsync(string expression)
    {
        using CancellationTokenSource deadline = new(Patience);
        while (await EvaluateAsync(expression) != "true")
        {
            Assert.False(deadline.IsCancellationRequested, $"{expression} is not true. {string.Join('\n', _faults)}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Presses keys one after the other, by their names: "Tab", "ArrowDown", "a".</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (string key in keys)
        {
            string text = key.Length == 1 ? key : key == "Enter" ? "\r" : "";
            string type = text.Length > 0 ? "keyDown" : "rawKeyDown";
            int windowsVirtualKeyCode = KeyCodes.GetValueOrDefault(key, char.ToUpperInvariant(key[0]));
            await SendAsync("Input.dispatchKeyEvent", new { type, key, text, windowsVirtualKeyCode });
            await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, windowsVirtualKeyCode });
        }
    }

    /// <summary>Writes a text into what has the focus.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new { text });

    /// <summary>Clicks at a place of the window.</summary>
    public async Task ClickAsync(double x, double y)
    {
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
        {
            await SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", clickCount = 1 });
        }
    }

    /// <summary>A picture of the window, as PNG.</summary>
    public async Task<byte[]> CaptureAsync() =>
        Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", new { }))["data"]!);

    /// <summary>Ends it.</summary>
    public override async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await base.DisposeAsync();

        // Its helpers may still write into the folder for a moment.
        for (int attempt = 0; attempt < 20 && _profile.Exists; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
                _profile.Refresh();
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Sends a command of the protocol, and returns its answer.</summary>
    private async Task<JsonNode> SendAsync(string method, object parameters)
    {
        using CancellationTokenSource deadline = new(Patience);
        int id = ++_lastId;
        JsonObject command = new()
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = JsonSerializer.SerializeToNode(parameters),
        };
        if (_session is not null)
        {
            command["sessionId"] = _session;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(command.ToJsonString());
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        while (true)
        {
            JsonNode message = await ReceiveAsync(deadline.Token);
            if ((int?)message["id"] == id)
            {
                return message["result"]
                    ?? throw new InvalidOperationException($"{method}: {message["error"]!.ToJsonString()}");
            }

            Note(message);
        }
    }

    private void Note(JsonNode message)
    {
        JsonNode? parameters = message["params"];
        switch ((string?)message["method"])
        {
            case "Network.requestWillBeSent":
                _requests.Add((string)parameters!["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
            case "Log.entryAdded":
                _faults.Add(parameters!.ToJsonString());
                break;
            default:
                break;
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using MemoryStream message = new();
        byte[] part = new byte[64 << 10];
        while (true)
        {
            ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(part.AsMemory(), cancellationToken);
            message.Write(part, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray())!;
            }
        }
    }
}
