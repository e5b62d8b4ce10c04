package io.github.proxmoxmcp.server.page.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// Takes the pictures of the page that the documentation shows, of the demo cluster, in few colours and so few bytes.
public final class Screenshots {

    private static final int WIDE = 1000;
    private static final int HIGH = 760;
    private static final int COLOURS = 256;

    private Screenshots() {}

    public static void main(String[] arguments) throws IOException {
        Path images = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("screenshots");
        try (ServedPage server = new ServedPage(
                        folder, "--http-no-auth", "--access", "admin", "--demo=nodes=3,guests=40,pace=0");
                Driver driver = new Driver();
                Browser browser = new Browser(driver, server.address())) {
            for (String action : List.of("shutdown", "start", "reboot")) {
                server.call("power_guest", Map.of("guest", 109, "action", action));
            }
            String plan = server.call("stop_guest", Map.of("guest", 100, "dry_run", true))
                    .path("plan")
                    .asString();
            browser.width(WIDE);
            for (Map.Entry<String, String> room : Map.of(
                            "now", "/",
                            "problems", "/problems",
                            "time", "/time?span=hour",
                            "life", "/guests/demo/109/life",
                            "plan", "/plans/" + plan)
                    .entrySet()) {
                browser.open(room.getValue());
                Path file = images.resolve("page-" + room.getKey() + ".png");
                browser.screenshot(file, HIGH);
                ImageIO.write(inFewColours(ImageIO.read(file.toFile())), "png", file.toFile());
                System.out.println(file + " " + Files.size(file) + " bytes");
            }
        }
    }

    /// Keeps the colours that are there most, and takes the nearest of them for the others.
    private static BufferedImage inFewColours(BufferedImage picture) {
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        Map<Integer, Integer> places = new HashMap<>();
        counts.keySet().forEach(colour -> places.put(colour, nearest(palette, colour)));
        BufferedImage few = new BufferedImage(
                picture.getWidth(),
                picture.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
        for (int i = 0; i < pixels.length; i++) {
            few.getRaster()
                    .setSample(i % picture.getWidth(), i / picture.getWidth(), 0, places.getOrDefault(pixels[i], 0));
        }
        return few;
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.length; i++) {
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int part = (palette[i] >> shift & 0xff) - (colour >> shift & 0xff);
                distance += part * part;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
